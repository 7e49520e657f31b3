// Our siblings_bench for sharp: four sizes of each photograph, each from the file, one thread, no
// cache, its own defaults at quality 80.
//   node sharp_siblings.cjs FOLDER_OF_NODE_MODULES ROUNDS FILE...
const [modules, rounds, ...files] = process.argv.slice(2);
const path = require("path");
const fs = require("fs");
const sharp = require(path.join(modules, "sharp"));
sharp.concurrency(1);
sharp.cache(false);

const WIDTHS = [1000, 750, 500, 250];

async function main() {
  for (const file of files) {
    const original = fs.readFileSync(file);
    const times = [];
    for (let round = 0; round <= Number(rounds); ++round) {
      const start = process.cpuUsage();
      for (const width of WIDTHS) {
        await sharp(original).resize(width).jpeg({ quality: 80 }).toBuffer();
      }
      const spent = process.cpuUsage(start);
      if (round > 0) times.push((spent.user + spent.system) / 1000);
    }
    times.sort((a, b) => a - b);
    console.log(path.parse(file).name, "sharp", times[times.length >> 1].toFixed(2));
  }
  console.log("peak memory", process.resourceUsage().maxRSS);
}

main();
