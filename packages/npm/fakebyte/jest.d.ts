import type { Airbyte } from "./index.js";

/** Call it once a file, on top: const airbyte = useAirbyte(); then airbyte() is the running test's own Airbyte. */
export function useAirbyte(...options: string[]): () => Airbyte;
