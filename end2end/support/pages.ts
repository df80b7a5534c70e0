// Every page of the application; a new page is added here and is then checked in every width and theme.
export const PAGES = ["/", "/organigramm", "/bemessung", "/simulation", "/szenarien", "/szenarien/vergleich"];

export const WIDTHS = [1440, 1024, 390];

export const THEMES = ["light", "dark"] as const;

/** A height that suits the width: laptop, tablet, telephone. */
export const height = (width: number): number => (width < 500 ? 844 : width < 1200 ? 768 : 900);
