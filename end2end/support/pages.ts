// The pages and the sizes in which all of them are checked.
import type { Api } from "./api.ts";
import { MOVE_ACTION } from "./organigramm.ts";
import type { Role } from "./server.ts";

/** Pages that name the units of the plan. */
export const PLAN_PAGES = ["/", "/organigramm", "/bemessung", "/simulation"];

/** Every page of the application; a new page is added here and is then checked in every width and theme. */
export const PAGES = [...PLAN_PAGES, "/stellenplan", "/stellungnahme", "/szenarien", "/szenarien/vergleich", "/szenarien/aktuell", "/szenarien/akte", "/daten", "/datenschutz", "/barrierefreiheit", "/faelle", "/faelle/aufenthalt", "/faelle/einbuergerung", "/hilfe", "/hilfe/uebung"];

/** Pages for another role than the head of the department, or for nobody; checked in every width and theme like the others. */
export const ROLE_PAGES: readonly (readonly [string, Role | null])[] = [
  ["/anmelden", null],
  ["/einrichten", null],
  ["/konto", "manager"],
  ["/verwaltung", "administrator"],
  ["/protokoll", "administrator"],
];

/** Pages that show most once there is something in the scenarios; `seedScenarios` says what. `last` is there when all of it is. */
export const SEEDED_PAGES: readonly { name: string; path: (seeded: Seeded) => string; last: string }[] = [
  { name: "the page of a scenario with steps and a package", path: () => "/szenarien/aktuell", last: "#zeitleiste circle" },
  { name: "the comparison of two scenarios", path: ({ first, second }) => `/szenarien/vergleich?mit=${first}&mit=${second}`, last: ".comparison-picture" },
  { name: "the chart with its changes marked", path: () => "/organigramm?stand=aenderungen", last: "[data-mark]" },
];

export interface Seeded {
  first: string;
  second: string;
}

/** A scenario of two steps, one of them in a package, and another scenario of one step. */
export async function seedScenarios(api: Api): Promise<Seeded> {
  const { id: first } = await api.scenario();
  await api.append({ effective: "2024-02-01", action: MOVE_ACTION });
  await api.append({ effective: "2024-05-01", action: { remove_post: { post: "AA-07" } } });
  const package_ = crypto.randomUUID();
  await api.revise({ make_package: { package: package_, name: "Verstärkung der Einbürgerung" } });
  const [step] = (await api.scenario()).steps;
  if (!step) throw new Error("nothing was stored");
  await api.revise({ assign: { step: step.id, package: package_ } });
  const second = await api.create("Zwei Stellen weniger");
  await api.appendTo(second, { effective: "2024-03-01", action: { remove_post: { post: "AA-08" } } });
  return { first, second };
}

export const WIDTHS = [1440, 1024, 390];

export const THEMES = ["light", "dark"] as const;

/** A height that suits the width: laptop, tablet, telephone. */
export const height = (width: number): number => (width < 500 ? 844 : width < 1200 ? 768 : 900);
