/** In $TRAINYARD_CHECKPOINT: the newest sealed generation, read-only; absent at a fresh start. */
export const LATEST_CHECKPOINT = 'latest';
