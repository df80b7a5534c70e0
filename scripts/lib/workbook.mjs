// Workbooks (XLSX) as far as formulas and their results go: read, and written again with other results. No library: an archive of
// deflated files with a directory at its end, and cells of one form.
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** The files of an archive, by name, in their order. */
export function unpack(bytes) {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error("this is no archive");
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 0 ? packed : inflateRawSync(packed));
    at += 46 + name + extra + comment;
  }
  return files;
}

/** An archive of files. */
export function pack(files) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const [name, content] of files) {
    const [label, packed] = [Buffer.from(name), deflateRawSync(content)];
    const head = Buffer.alloc(26);
    // Version 2.0, names in UTF-8, deflated, 1 January 1980.
    [20, 0x0800, 8, 0, 0x21].forEach((value, place) => head.writeUInt16LE(value, place * 2));
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(label.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    parts.push(Buffer.from([0x50, 0x4b, 3, 4]), head, label, packed);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), head, place, label);
    offset += 30 + label.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const ENTITIES = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const plain = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? all),
  );
const attribute = (tag, name) => plain(tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? "");

/** The sheets in their order: name, and name of their file. */
function sheets(files) {
  const related = new Map();
  for (const [tag] of files.get("xl/_rels/workbook.xml.rels").toString().matchAll(/<Relationship\b[^>]*>/g)) {
    related.set(attribute(tag, "Id"), attribute(tag, "Target").replace(/^\/?(xl\/)?/, "xl/"));
  }
  const listed = files.get("xl/workbook.xml").toString().matchAll(/<sheet\b[^>]*>/g);
  return [...listed].map(([tag]) => ({ name: attribute(tag, "name"), file: related.get(attribute(tag, "r:id")) }));
}

/** Cells with content; one without ends in its own tag. */
const CELL = /<c\b([^>]*[^>/])>((?:(?!<\/c>)[^])*)<\/c>/g;

/** Every cell that holds a formula: sheet, number of the sheet from 0, place, formula, result as it is written (a text where it is one). */
export function formulas(files) {
  const found = [];
  for (const [number, { name, file }] of sheets(files).entries()) {
    for (const [, tag, inner] of files.get(file).toString().matchAll(CELL)) {
      const formula = inner.match(/<f\b[^>]*?(?:\/>|>([^<]*)<\/f>)/);
      if (!formula) continue;
      const written = plain(inner.match(/<v>([^<]*)<\/v>/)?.[1] ?? "");
      const result = ["str", "e", "s"].includes(attribute(tag, "t")) || written === "" ? written : Number(written);
      found.push({ sheet: name, number, place: attribute(tag, "r"), formula: plain(formula[1] ?? ""), result });
    }
  }
  return found;
}

/** The same files with one and the same wrong result at every formula. */
export function spoilt(files, wrong) {
  const other = new Map(files);
  for (const { file } of sheets(files)) {
    const text = files.get(file).toString();
    const put = (all) => (all.includes("<f>") ? all.replace(/<v>[^<]*<\/v>/, `<v>${wrong}</v>`) : all);
    other.set(file, Buffer.from(text.replace(CELL, put)));
  }
  return other;
}

/** Column and row of a place such as `AB12`, both from 0. */
export function position(place) {
  const [, letters, row] = place.match(/^([A-Z]+)(\d+)$/);
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return [column - 1, Number(row) - 1];
}

/** The rows of a CSV with semicolons. */
export function rows(text) {
  const all = [[""]];
  let quoted = false;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at += 1) {
    const [sign, row] = [text[at], all.at(-1)];
    if (quoted && sign === '"' && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
    else if (sign === '"') quoted = !quoted;
    else if (quoted) row[row.length - 1] += sign;
    else if (sign === ";") row.push("");
    else if (sign === "\n") all.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  return all;
}
