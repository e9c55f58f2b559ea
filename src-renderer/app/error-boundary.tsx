/** Limits a rendering error to its screen; the other screens stay usable. */
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import styles from './frame.module.css';

type Props = { readonly children: ReactNode; readonly sentence: string; readonly again: string };

export class ErrorBoundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError() {
    return { isBroken: true };
  }
  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <div className={styles.broken} role="alert">
        <p>{this.props.sentence}</p>
        <Button onClick={() => this.setState({ isBroken: false })}>{this.props.again}</Button>
      </div>
    );
  }
}
