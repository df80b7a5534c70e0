// The pages and the sizes in which all of them are checked.
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

export const WIDTHS = [1440, 1024, 390];

export const THEMES = ["light", "dark"] as const;

/** A height that suits the width: laptop, tablet, telephone. */
export const height = (width: number): number => (width < 500 ? 844 : width < 1200 ? 768 : 900);
