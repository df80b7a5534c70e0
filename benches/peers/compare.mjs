// Two tools beside one another, from their lines of JSON: compare.mjs LINES PEER NUMBER:MODEL:GOAL:MODEL OF THE PEER…
//
// Medians of nanoseconds a visit, and their ratio beside the goal. Mean waits must agree within 99 % intervals over the rounds, or the ratio
// is worth nothing. Ends with 1 where the two disagree on a model.
import { readFileSync } from "node:fs";

const [file, peer, ...goals] = process.argv.slice(2);
const lines = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Student: 99 % of two sides, by the expansion of Cornish and Fisher; from four degrees of freedom on within two in a hundred. */
function student(freedom, z = 2.5758) {
  const [first, second] = [(z ** 3 + z) / 4, (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96];
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

function told(tool, model) {
  const rounds = lines.filter((one) => one.tool === tool && one.model === model);
  const waits = rounds.map((one) => one.wait);
  const middle = mean(waits);
  const spread = Math.sqrt(waits.reduce((sum, wait) => sum + (wait - middle) ** 2, 0) / (waits.length - 1));
  const nanoseconds = median(rounds.map((one) => (one.seconds / one.visits) * 1e9));
  return { tool, nanoseconds, wait: middle, error: spread / Math.sqrt(waits.length), rounds: waits.length };
}

for (const [number, model, goal, theirModel] of goals.map((one) => one.split(":"))) {
  const [ours, theirs] = [told("stellwerk", model), told(peer, theirModel)];
  for (const { tool, nanoseconds, wait, error, rounds } of [ours, theirs]) {
    const rate = Math.round(1e9 / nanoseconds).toLocaleString("en");
    const within = (student(rounds - 1) * error).toFixed(3);
    console.log(
      `${model}: ${tool.padEnd(9)} ${nanoseconds.toFixed(1).padStart(7)} ns a visit, ${rate.padStart(11)} customers/s, mean wait ${wait.toFixed(3)} ± ${within} min`,
    );
  }
  const ratio = theirs.nanoseconds / ours.nanoseconds;
  console.log(`${number} ${model}: ${ratio.toFixed(2)} × ${peer}, goal ${goal} ×: ${ratio >= Number(goal) ? "met" : "NOT met"}`);
  const apart = Math.abs(ours.wait - theirs.wait);
  const allowed = student(ours.rounds + theirs.rounds - 2) * Math.hypot(ours.error, theirs.error);
  if (!(apart <= allowed)) {
    process.exitCode = 1;
    console.error(`✗ not the same model: ${model}: mean waits are ${apart.toFixed(3)} min apart, chance allows ${allowed.toFixed(3)}`);
  }
}
