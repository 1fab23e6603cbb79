/** A picture as a phone sends it: made smaller, so that any carrier would take it, and written as a data: address. */
const LONGEST_SIDE = 1280;
const LARGEST = 500_000; // characters of the address; the API takes forms of 1 MB

export async function shrink(file: File): Promise<string> {
  const whole = await read(file);
  if (whole.length <= LARGEST) return whole;
  const image = await createImageBitmap(file);
  let side = Math.min(LONGEST_SIDE, Math.max(image.width, image.height));
  for (;;) {
    const scale = side / Math.max(image.width, image.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const url = canvas.toDataURL("image/jpeg", 0.82);
    if (url.length <= LARGEST || side <= 160) return url;
    side = Math.round(side * 0.7);
  }
}

function read(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
