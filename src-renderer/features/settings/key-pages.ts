/** Where each provider makes keys: its own page, as its own documents name it. */
import type { ProviderId } from '#contract/model/model-spec.ts';

/** Read on 2026-11-21. null: it needs no key. */
export const keyPages: Readonly<Record<ProviderId, string | null>> = {
  demo: null,
  // fal.ai/docs/documentation/setting-up/authentication
  fal: 'https://fal.ai/dashboard/keys',
  // novita.ai/docs/guides/llm-api-keys
  novita: 'https://novita.ai/settings/key-management',
  // docs.aimlapi.com/quickstart/simple-model
  aimlapi: 'https://aimlapi.com/app/keys',
  // docs.runpod.io/get-started/credentials
  runpod: 'https://console.runpod.io/user/credentials',
};
