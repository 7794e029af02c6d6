// Thumbnails of pictures, and a log of what was done to each row of them.

/** Makes thumbnails; `close` gives back what it holds. */
export class Studio {
  private static readonly open = new Set<Studio>();
  private readonly pixels: Buffer;

  constructor(readonly width: number, readonly height: number) {
    this.pixels = Buffer.alloc(width * height * 4, 1);
    Studio.open.add(this);
  }

  /** Shrink the picture; each row is logged. */
  async shrink(by: number): Promise<Buffer> {
    const width = Math.floor(this.width / by);
    const height = Math.floor(this.height / by);
    const small = Buffer.alloc(width * height * 4);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        small.writeUInt32LE(this.pixels.readUInt32LE((row * by * this.width + column * by) * 4), (row * width + column) * 4);
      }
      console.log(`row ${row}:`, small.toString("hex", row * width * 4, row * width * 4 + 700));
      if (row % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 4));
    }
    return small;
  }

  close(): void {
    Studio.open.delete(this);
  }
}
