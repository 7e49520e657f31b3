// Our photographs_bench for sharp: one thread, no cache, its own defaults at quality 80.
//   node sharp_photographs.cjs FOLDER_OF_NODE_MODULES ROUNDS FOLDER FILE...
const [modules, rounds, folder, ...files] = process.argv.slice(2);
const path = require("path");
const fs = require("fs");
const sharp = require(path.join(modules, "sharp"));
sharp.concurrency(1);
sharp.cache(false);

const WAYS = {
  "sharp.jpg": (image) => image.jpeg({ quality: 80 }),
  "sharp.webp": (image) => image.webp({ quality: 80 }),
};
// For points of equal bytes.
const QUALITIES = [70, 73, 76, 79, 82, 85, 88];

async function make(original, finish) {
  return finish(sharp(original).resize(512)).toBuffer();
}

async function main() {
  for (const file of files) {
    const original = fs.readFileSync(file);
    const name = path.parse(file).name;
    for (const [way, finish] of Object.entries(WAYS)) {
      const times = [];
      let bytes;
      for (let round = 0; round <= Number(rounds); ++round) {
        const start = process.cpuUsage();
        bytes = await make(original, finish);
        const spent = process.cpuUsage(start);
        if (round > 0) times.push((spent.user + spent.system) / 1000);
      }
      times.sort((a, b) => a - b);
      console.log(name, way, times[times.length >> 1].toFixed(2), bytes.length);
      fs.writeFileSync(path.join(folder, `${name}.${way}`), bytes);
    }
    if (!process.env.QUALITIES) continue;
    for (const quality of QUALITIES) {
      const bytes = await make(original, (image) => image.jpeg({ quality }));
      fs.writeFileSync(path.join(folder, `${name}.sharp${quality}.jpg`), bytes);
    }
  }
}

main();
