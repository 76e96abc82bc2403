// A film as a video: the browser's own recorder watches the pictures go by, so it takes as long as the film.

import { contextOf, el } from "../dom.js";

const KINDS = [
  "video/mp4;codecs=avc1.42E01F",
  "video/mp4",
  "video/webm;codecs=vp9",
  "video/webm;codecs=vp8",
  "video/webm",
];
const RATE = 8e6; // bits per second: lines and letters stay sharp
const FASTEST = 30; // pictures a second that the recorder may look

/** What this browser can record, "" for nothing. */
export function videoKind() {
  if (typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype)) return "";
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
}

/** How such a file is called: `mp4` or `webm`. */
export const endingOf = (kind = videoKind()) => kind.startsWith("video/mp4") ? "mp4" : "webm";

export class Video {
  /**
   * @param {number} width px
   * @param {number} height px
   */
  constructor(width, height) {
    this.width = width - width % 2; // as codecs want it
    this.height = height - height % 2;
    this.bytes = 0;
    /** @type {{ picture: Blob, shown: number }[]} */ this.pictures = [];
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} shown hundredths of a second
   */
  async add(canvas, shown) {
    const picture = await new Promise((resolve) => canvas.toBlob(resolve));
    this.pictures.push({ picture, shown });
    this.bytes += picture.size;
  }

  /**
   * @param {() => void} look called between two pictures; may raise
   * @returns {Promise<Blob>}
   */
  async end(look) {
    const canvas = el("canvas", { width: this.width, height: this.height });
    const context = contextOf(canvas);
    const type = videoKind();
    const recorder = new MediaRecorder(canvas.captureStream(FASTEST), {
      mimeType: type,
      videoBitsPerSecond: RATE,
    });
    /** @type {Blob[]} */ const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((resolve) => recorder.onstop = resolve);
    recorder.start();
    try {
      let until = performance.now();
      for (const { picture, shown } of this.pictures) {
        const drawn = await createImageBitmap(picture);
        context.drawImage(drawn, 0, 0);
        drawn.close();
        until += 10 * shown;
        await new Promise((resolve) => setTimeout(resolve, until - performance.now()));
        look();
      }
      context.drawImage(canvas, 0, 0); // seen once more, or the last one's time would not count
      await new Promise((resolve) => setTimeout(resolve, 2000 / FASTEST));
    } finally {
      recorder.stop();
    }
    await ended;
    return new Blob(parts, { type: type.split(";")[0] });
  }
}
