// What can be seen of a page by whoever magnifies it, chooses colours of their own, wants nothing to move or spaces letters widely.
import { expect, type Page } from "@playwright/test";

/** How many findings are told of one page: the first show what is wrong. */
const TOLD = 12;

/** Waits until a look at the page finds nothing: another width or colour is drawn a moment later. */
async function none(page: Page, what: string, look: () => string[]): Promise<void> {
  await expect.poll(async () => (await page.evaluate(look)).slice(0, TOLD), { message: `${what} on ${page.url()}` }).toEqual([]);
}

/** Nothing is wider than the window but what scrolls in a frame of its own (WCAG 1.4.10), and no words are cut off. */
export async function expectReflow(page: Page): Promise<void> {
  await none(page, "cut off", () => {
    const root = document.documentElement;
    const found: string[] = [];
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
    const told = (element: Element, text: string): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}: ${text.slice(0, 40)}`;
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const text = node.textContent?.trim() ?? "";
      const holder = node.parentElement;
      if (!text || !holder || holder.closest("svg, script, style, noscript, option, textarea") || !holder.checkVisibility({ visibilityProperty: true })) continue;
      range.selectNodeContents(node);
      const place = range.getBoundingClientRect();
      if (place.width === 0) continue;
      // Up to the first frame that scrolls; what hides its overflow before that cuts the words off.
      let [frame, scrolls, hidden, cut]: [Element | null, boolean, boolean, boolean] = [holder, false, false, false];
      for (; frame && frame !== root; frame = frame.parentElement) {
        const style = getComputedStyle(frame);
        // Said to those who listen, not shown.
        if (style.clipPath !== "none") hidden = true;
        if (style.position === "fixed" && frame.getBoundingClientRect().bottom <= 0) hidden = true;
        if (/auto|scroll/.test(style.overflowX)) scrolls = true;
        if (scrolls || hidden) break;
        const edge = frame.getBoundingClientRect();
        const shortened = style.textOverflow === "ellipsis" && (frame.closest("[title]") ?? frame.closest("button, a"));
        const past = place.right > edge.right + 1 || place.left < edge.left - 1 || place.bottom > edge.bottom + 1;
        if (/hidden|clip/.test(style.overflowX) && past && !shortened) cut = true;
      }
      if (hidden) continue;
      if (cut || (!scrolls && (place.right > root.clientWidth + 1 || place.left < -1))) found.push(told(holder, text));
    }
    return found;
  });
}

/** With colours of the reader's own: every control has an edge, and words in pictures are told from what lies behind them. */
export async function expectForcedColours(page: Page): Promise<void> {
  await none(page, "without an edge", () => {
    const told = (element: Element): string => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} ${element.textContent?.trim().slice(0, 40)}`;
    const shown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 1;
    const found: string[] = [];
    const edged = (element: Element | null): boolean => {
      const { borderBottomStyle, borderBottomWidth } = element ? getComputedStyle(element) : { borderBottomStyle: "none", borderBottomWidth: "0" };
      return borderBottomStyle !== "none" && parseFloat(borderBottomWidth) > 0;
    };
    for (const control of document.querySelectorAll("button, input:not([type=hidden]), select, textarea, a.button")) {
      const native = /checkbox|radio|range|file/.test(control.getAttribute("type") ?? "");
      const underlined = getComputedStyle(control).textDecorationLine.includes("underline");
      // Those of a switch stand in one frame.
      if (shown(control) && !native && !underlined && !edged(control) && !edged(control.parentElement)) found.push(told(control));
    }
    const canvas = getComputedStyle(document.body).backgroundColor;
    const look = (element: Element): string => {
      const { backgroundColor, borderColor, borderBottomWidth } = getComputedStyle(element);
      // What is clear shows the ground.
      return [/, 0\)$/.test(backgroundColor) ? canvas : backgroundColor, borderColor, borderBottomWidth].join();
    };
    for (const pressed of document.querySelectorAll('[aria-pressed="true"], [aria-current="page"]')) {
      const other = pressed.parentElement?.querySelector(":scope > :is([aria-pressed=false], a:not([aria-current]))");
      if (shown(pressed) && other && look(pressed) === look(other)) found.push(`${told(pressed)}: chosen, and looks like the others`);
    }
    for (const text of document.querySelectorAll("svg text")) {
      const { fill, stroke, strokeWidth } = getComputedStyle(text);
      const ground = getComputedStyle(text.closest("svg") ?? document.body).getPropertyValue("--surface");
      const bordered = text.previousElementSibling?.tagName === "rect" && getComputedStyle(text.previousElementSibling).fill !== fill;
      if (ground !== "Canvas") found.push(`${told(text)}: keeps colours of its own`);
      if (fill === canvas && !bordered) found.push(`${told(text)}: as its ground`);
      // A rim in the colour of the letters makes a blot of them.
      if (stroke === fill && parseFloat(strokeWidth) > 1) found.push(`${told(text)}: blotted`);
    }
    return found;
  });
}

/** Every control that has the focus shows it. */
export async function expectFocusSeen(page: Page): Promise<void> {
  // The way of a keyboard: what was pressed before decides whether the ring is drawn.
  await page.keyboard.press("Tab");
  await none(page, "focus unseen", () => {
    const edge = (element: Element): string => {
      const { outlineStyle, outlineWidth, outlineColor, borderColor, boxShadow, stroke, strokeWidth } = getComputedStyle(element);
      const outline = outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "" : outlineWidth + outlineColor;
      return [outline, borderColor, boxShadow, element instanceof SVGElement ? stroke + strokeWidth : ""].join();
    };
    const look = (element: Element): string => [element, ...element.querySelectorAll("svg *, :scope > *")].map(edge).join("|");
    const found: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement | SVGElement>("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      (document.activeElement as HTMLElement | null)?.blur();
      const before = look(control);
      control.focus({ preventScroll: true });
      if (document.activeElement === control && look(control) === before) {
        found.push(`${control.tagName.toLowerCase()}.${control.getAttribute("class") ?? ""} ${control.textContent?.trim().slice(0, 40)}`);
      }
    }
    return found;
  });
}

/** Nothing moves by itself, and nothing would move if it were touched. */
export async function expectStill(page: Page): Promise<void> {
  await none(page, "moves", () => {
    const long = (durations: string): boolean => durations.split(",").some((duration) => parseFloat(duration) * (duration.trim().endsWith("ms") ? 1 : 1000) > 1);
    const running = document.getAnimations().filter((animation) => Number(animation.effect?.getTiming().duration) > 1);
    const found = running.map((animation) => `animation of ${(animation.effect as KeyframeEffect | null)?.target?.outerHTML.slice(0, 60)}`);
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(element, part);
        if (long(transitionDuration) || (animationName !== "none" && long(animationDuration)) || scrollBehavior === "smooth") {
          found.push(`${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}${part ?? ""}`);
        }
      }
    }
    return found;
  });
}

/** With the distances of WCAG 1.4.12, as a reader's own style sheet sets them, nothing is cut off either. */
export async function expectRoomForText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
  });
  await expectReflow(page);
  await page.evaluate(() => (document.adoptedStyleSheets = []));
}
