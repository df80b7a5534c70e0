// After the release build: a copy of each file of the page in brotli and in gzip, at the highest level, for the server to send.
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const SITE = "target/site";

async function compress(path) {
  const bytes = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}

const names = (await readdir(SITE, { recursive: true })).filter((name) => !/\.(br|gz)$/.test(name)).map((name) => join(SITE, name));
const files = [];
for (const path of names) if ((await stat(path)).isFile()) files.push(path);
// The library's own threads take as many at once as there are.
await Promise.all(files.map(compress));
console.log(`${files.length} files compressed`);
