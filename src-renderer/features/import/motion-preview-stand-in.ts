/** A small copy of a clip that this window cannot play, made when it is needed. */
import { useEffect, useState } from 'react';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp } from '../../state/use-app.ts';

export type StandIn =
  /** The clip itself plays. */
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'making'; readonly fraction: number | null }
  | { readonly kind: 'there' }
  | { readonly kind: 'failed' };

export const useStandIn = (video: OpenVideo, isNeeded: boolean): StandIn => {
  const { client } = useApp();
  const [standIn, setStandIn] = useState<StandIn>({ kind: 'making', fraction: null });
  useEffect(() => {
    if (!isNeeded) return;
    let isWanted = true;
    const stopHearing = client.on('media.progress', ({ sourceId, work, fraction }) => {
      if (sourceId !== video.id || work !== 'preview') return;
      setStandIn((now) => (now.kind === 'making' ? { kind: 'making', fraction } : now));
    });
    void client.call('media.preview', { sourceId: video.id }).then((answer) => {
      if (isWanted) setStandIn({ kind: answer.ok ? 'there' : 'failed' });
    });
    return () => {
      isWanted = false;
      stopHearing();
    };
  }, [client, video.id, isNeeded]);
  return isNeeded ? standIn : { kind: 'not-needed' };
};
