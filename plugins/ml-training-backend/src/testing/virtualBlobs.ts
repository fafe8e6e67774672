import {
  MemoryObjectStore,
  openArtifactStore,
  type ArtifactStore,
  type ByteRange,
} from '@trainyard/artifacts';

const PIECE = 1 << 20;

/** A store that holds one blob of any size without having it, and counts what it hands out. */
export class VirtualBlobs extends MemoryObjectStore {
  handedOut = 0;

  constructor(
    private readonly sha256: string,
    private readonly bytes: number,
    /** What it is full of, again and again. */
    private readonly words: string,
  ) {
    super();
  }

  asStore(): ArtifactStore {
    return openArtifactStore(this);
  }

  override async size(key: string) {
    return key.endsWith(this.sha256) ? this.bytes : super.size(key);
  }

  override async stream(key: string, range: ByteRange = { from: 0 }) {
    if (!key.endsWith(this.sha256)) return super.stream(key, range);
    const { from, bytes = this.bytes } = range;
    return this.#pieces(from, Math.min(from + bytes, this.bytes));
  }

  async *#pieces(from: number, to: number) {
    for (let at = from; at < to; at += PIECE) {
      const piece = Buffer.alloc(Math.min(PIECE, to - at), this.words);
      this.handedOut += piece.length;
      yield piece;
    }
  }
}
