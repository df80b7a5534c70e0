// W1 and W2 in simjs 2.0.3, the simulator that browsers use, as its manual has it: a facility for each unit, an entity that sends the cases.
//
// The same work as `benches/support/workloads.rs` and `benches/peers/desque`: W1 a million customers of M/M/11 at load 0.9, W2 eight units
// with 150,000 cases in five years, a fifth of which goes out for a month in the mean and comes back once. Time is continuous, in minutes of
// work; every wait is taken down for its ninetieth percentile. Prints a line of JSON for each; making the units is not measured.
//
// run.mjs FOLDER SEED: the folder in which simjs is installed.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, seed] = process.argv.slice(2);
// It is made for pages and gives itself to their window alone.
globalThis.window = globalThis;
(0, eval)(readFileSync(join(folder, "node_modules/simjs/sim.js"), "utf8"));
const { Sim, Entity, Facility, Random } = globalThis.Sim;

/** Minutes of work of 2024 and of 2025, and of the five years from 2024 on. */
const YEAR = 251 * 468;
const FIVE_YEARS = 1259 * 468;

/** Minutes of a working day. */
const DAY = 468;

/** Days of the calendar, of weeks without holidays, at a minute of work. */
function inCalendar(minute) {
  const day = Math.floor(minute / DAY);
  return Math.floor(day / 5) * 7 + (day % 5) + (minute / DAY - day);
}

/** The minute of work of a time in the calendar: who comes back at a weekend is there on Monday morning, as with us. */
function inWork(time) {
  return (Math.floor(time / 7) * 5 + Math.min(time % 7, 5)) * DAY;
}

/** Of mean and deviation alike. */
function lognormal(random, mean) {
  const sigma = Math.sqrt(Math.log(2));
  return mean * Math.exp(sigma * random.normal(0, 1) - (sigma * sigma) / 2);
}

class Unit extends Entity {
  start({ posts, between, handling, goesOut, out, random, waits }) {
    Object.assign(this, { facility: new Facility("unit", Facility.FCFS, posts), between, handling, goesOut, out, random, waits });
    this.arrival();
  }

  arrival() {
    this.visit(true);
    this.setTimer(this.random.exponential(1 / this.between)).done(this.arrival);
  }

  visit(first) {
    const [came, minutes] = [this.time(), this.handling(this.random)];
    this.useFacility(this.facility, minutes).done(() => {
      this.waits.push(Math.max(this.time() - minutes - came, 0));
      if (first && this.goesOut > 0 && this.random.random() < this.goesOut) {
        const back = inWork(inCalendar(this.time()) + this.random.exponential(1 / this.out));
        this.setTimer(back - this.time()).done(() => this.visit(false));
      }
    });
  }
}

function measure(model, units, until) {
  const start = performance.now();
  const sim = new Sim();
  for (const unit of units) sim.addEntity(Unit, "unit", unit);
  sim.simulate(until);
  let [visits, ninety, wait] = [0, 0, 0];
  for (const { waits } of units) {
    visits += waits.length;
    wait = waits.reduce((sum, one) => sum + one, 0) / waits.length;
    ninety += Float64Array.from(waits).sort()[Math.floor(waits.length * 0.9)];
  }
  const seconds = (performance.now() - start) / 1000;
  if (!Number.isFinite(ninety)) throw new Error("no ninetieth percentile");
  console.log(JSON.stringify({ tool: "simjs", model, visits, seconds, wait }));
}

function w1() {
  const between = 2.326 / (0.9 * 11);
  const handling = (random) => random.exponential(1 / 2.326);
  const unit = { posts: 11, between, handling, goesOut: 0, out: 1, random: new Random(Number(seed)), waits: [] };
  measure("W1", [unit], 1_000_000 * between);
}

function w2() {
  const random = new Random(Number(seed));
  const sizes = [[1, 0.8], [2, 0.82], [3, 0.84], [5, 0.86], [8, 0.88], [11, 0.9], [15, 0.91], [18, 0.92]];
  const unit = ([posts, load]) => ({
    posts,
    // The cases of a year come in all five alike, also where a year has more working days than those of which the load is told.
    between: (((183 * 1.2) / (load * posts)) * FIVE_YEARS) / (5 * YEAR),
    handling: (random) => lognormal(random, 183),
    goesOut: 0.2,
    // As long, beside the five years, as a month is: their working days make fewer weeks where none has a holiday.
    out: (((30 / 1826) * FIVE_YEARS) / DAY) * (7 / 5),
    random,
    waits: [],
  });
  measure("W2", sizes.map(unit), FIVE_YEARS);
}

w1();
w2();
