// Codes from the camera or a picture: the browser's own detector where it has one, jsQR elsewhere.
let own;

async function detector() {
  if (own === undefined) {
    const kinds = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
    own = kinds.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  }
  return own;
}

export async function fromImage(source, width, height) {
  // The text of a code in a picture or video frame; "" when there is none.
  const found = await (await detector())?.detect(source).catch(() => []);
  if (found?.length) return found[0].rawValue;
  const scale = Math.min(1, 1600 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  return window.jsQR?.(pixels.data, pixels.width, pixels.height)?.data ?? "";
}

export async function fromFile(file) {
  // A picture's code, or a text file's text.
  if (!file.type.startsWith("image/")) return (await file.text()).trim();
  const bitmap = await createImageBitmap(file);
  return fromImage(bitmap, bitmap.width, bitmap.height);
}

export async function fromCamera(video, stop) {
  // The first code the back camera sees; "" when stopped. Throws where there is no camera or no leave to use it.
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  try {
    await video.play();
    while (!stop.aborted) {
      const text = video.videoWidth ? await fromImage(video, video.videoWidth, video.videoHeight) : "";
      if (text) return text;
      await new Promise((next) => {
        setTimeout(next, 150);
      });
    }
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
