// Images of made-up landscapes: three bytes a pixel in one Buffer.

export function landscape(width, height, seed = 1) {
  const image = { width, height, data: Buffer.alloc(width * height * 3) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      image.data[at] = (x * seed) & 0xff;
      image.data[at + 1] = (y * 3 + seed) & 0xff;
      image.data[at + 2] = ((x >> 3) ^ (y >> 3)) & 0xff;
    }
  }
  return image;
}

/** A copy in which each pixel is what `change` makes of its three bytes. */
export function mapPixels(image, change) {
  const data = Buffer.alloc(image.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = change(image.data[at], image.data[at + 1], image.data[at + 2]);
    data[at] = r;
    data[at + 1] = g;
    data[at + 2] = b;
  }
  return { ...image, data };
}

export const grey = (image) =>
  mapPixels(image, (r, g, b) => {
    const light = Math.round((r * 3 + g * 6 + b) / 10);
    return [light, light, light];
  });

export const invert = (image) => mapPixels(image, (r, g, b) => [255 - r, 255 - g, 255 - b]);

/** How often each of 256 brightnesses occurs. */
export function histogram(image) {
  const counts = new Uint32Array(256);
  for (let at = 0; at < image.data.length; at += 3) {
    counts[Math.round((image.data[at] + image.data[at + 1] + image.data[at + 2]) / 3)]++;
  }
  return counts;
}

/** Half as wide and half as high; every fourth pixel stays. */
export function half(image) {
  const width = image.width >> 1;
  const height = image.height >> 1;
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      image.data.copy(data, (y * width + x) * 3, (y * 2 * image.width + x * 2) * 3, (y * 2 * image.width + x * 2) * 3 + 3);
    }
  }
  return { width, height, data };
}
