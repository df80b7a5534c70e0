// The pages and the sizes in which all of them are checked.

/** Pages that name the units of the plan. */
export const PLAN_PAGES = ["/", "/organigramm", "/bemessung", "/simulation"];

/** Every page of the application; a new page is added here and is then checked in every width and theme. */
export const PAGES = [...PLAN_PAGES, "/szenarien", "/szenarien/vergleich", "/stellungnahme"];

export const WIDTHS = [1440, 1024, 390];

export const THEMES = ["light", "dark"] as const;

/** A height that suits the width: laptop, tablet, telephone. */
export const height = (width: number): number => (width < 500 ? 844 : width < 1200 ? 768 : 900);
