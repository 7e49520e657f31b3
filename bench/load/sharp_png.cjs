// Our png_bench for sharp: one thread, no cache, its own defaults.
//   node sharp_png.cjs FOLDER_OF_NODE_MODULES ROUNDS FOLDER FILE...
// and, with a photograph, the originals of both:
//   node sharp_png.cjs FOLDER_OF_NODE_MODULES originals FOLDER PHOTOGRAPH
const [modules, rounds, folder, ...files] = process.argv.slice(2);
const path = require("path");
const fs = require("fs");
const sharp = require(path.join(modules, "sharp"));
sharp.concurrency(1);
sharp.cache(false);

const WAYS = {
  "sharp.png": (image) => image.png(),
  "sharp.jpg": (image) => image.jpeg({ quality: 80 }),
  "sharp.webp": (image) => image.webp({ quality: 80 }),
};

// A window with round corners on nothing, its shadow around it, letters and coloured bars in it.
function screenshot() {
  const names = ["lamp", "chair", "table with four legs", "a very long name of a product"];
  const rows = Array.from({ length: 38 }, (_, i) => {
    const y = 250 + i * 26;
    return `<rect x="150" y="${y - 18}" width="1700" height="26" fill="${i % 2 ? "#f4f6f8" : "#fff"}"/>
      <g font-family="Inter" font-size="17" fill="#1f2933"><text x="170" y="${y}">${1000 + i * 37}
      order of ${names[i % 4]}, delivered</text><text x="1700" y="${y}">${(i * 13.37).toFixed(2)} EUR</text></g>
      <rect x="1100" y="${y - 12}" width="${40 + ((i * 97) % 500)}" height="12" rx="6"
      fill="hsl(${(i * 47) % 360},70%,55%)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1332"><defs>
    <filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="24"/></filter>
    <linearGradient id="blue" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#3b4cca"/>
    <stop offset="1" stop-color="#2a2f6b"/></linearGradient></defs>
    <rect x="120" y="110" width="1760" height="1150" rx="24" fill-opacity="0.5" filter="url(#soft)"/>
    <rect x="120" y="80" width="1760" height="1170" rx="24" fill="#fff"/>
    <path d="M120 190V104a24 24 0 0 1 24-24H1856a24 24 0 0 1 24 24V190Z" fill="url(#blue)"/>
    <text x="170" y="150" font-family="Inter" font-size="44" fill="#fff">Orders of today</text>${rows.join("")}</svg>`;
}

// Filtered, as nearly all programs write them.
async function makeOriginals(photograph) {
  const packed = { adaptiveFiltering: true };
  const pictures = {
    photograph: sharp(photograph).resize(2000, 1332, { fit: "cover" }),
    screenshot: sharp(Buffer.from(screenshot())),
  };
  for (const [name, picture] of Object.entries(pictures)) {
    await picture.png(packed).toFile(path.join(folder, `${name}.png`));
  }
}

async function measure(file) {
  const original = fs.readFileSync(file);
  const name = path.parse(file).name;
  for (const [way, finish] of Object.entries(WAYS)) {
    const times = [];
    let bytes;
    for (let round = 0; round <= Number(rounds); ++round) {
      const start = process.cpuUsage();
      bytes = await finish(sharp(original).resize(500)).toBuffer();
      const spent = process.cpuUsage(start);
      if (round > 0) times.push((spent.user + spent.system) / 1000);
    }
    times.sort((a, b) => a - b);
    console.log(name, way, times[times.length >> 1].toFixed(2), bytes.length);
    fs.writeFileSync(path.join(folder, `${name}.${way}`), bytes);
  }
}

async function main() {
  if (rounds === "originals") return makeOriginals(files[0]);
  for (const file of files) await measure(file);
}

main();
