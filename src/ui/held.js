{
  const types = ["click", "submit", "toggle", "input", "change", "keydown"];
  const keys = /^(Arrow|Page|Home|End|Enter| $)/;
  let held = [];

  // A long page on a narrow screen begins with the answers of its sections (`components::folded`).
  if (innerWidth < 1280) {
    addEventListener("DOMContentLoaded", () => {
      for (const section of document.querySelectorAll("details[data-wide]")) section.open = false;
    });
  }

  const hold = (event, target, again) => {
    event.stopImmediatePropagation();
    held = held.filter((one) => one.type === "keydown" || one.target !== target || one.type !== event.type);
    held.push({ target, type: event.type, again });
    if (target.matches("button")) target.setAttribute("aria-busy", "true");
  };

  const heard = {
    click(event) {
      const button = event.target.closest?.("button");
      if (!button || button.disabled || (button.form && button.type !== "button")) return;
      event.preventDefault();
      hold(event, button, (now) => now.click());
    },
    submit(event) {
      const form = event.target;
      const fields = [...form.elements].filter((field) => field.matches("input, select, textarea"));
      const leads = fields.length ? fields.some((field) => field.name) : form.hasAttribute("action");
      if (leads) return;
      event.preventDefault();
      hold(event, form, (now) => now.requestSubmit());
    },
    toggle(event) {
      if (event.target.matches("details")) hold(event, event.target, (now) => now.dispatchEvent(new Event("toggle")));
    },
    keydown(event) {
      const { target, key, shiftKey } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!keys.test(key) || !target.matches?.("g[role], tr[role=row]")) return;
      event.preventDefault();
      hold(event, target, (now) => now.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true })));
    },
  };

  const typed = (event) => {
    const { value, checked } = event.target;
    hold(event, event.target, (now) => {
      if (checked !== undefined && now.checked !== checked) now.checked = checked;
      if (now.type !== "file" && now.value !== value) now.value = value;
      now.dispatchEvent(new Event(event.type, { bubbles: true }));
    });
  };

  const hear = (event) => (heard[event.type] ?? typed)(event);
  for (const type of types) addEventListener(type, hear, true);

  const release = () => {
    for (const type of types) removeEventListener(type, hear, true);
    // The chart walks from the item that it knows to have the focus.
    if (held.some((one) => one.type === "keydown")) document.activeElement?.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    for (const { target, again } of held) {
      target.removeAttribute("aria-busy");
      const now = target.isConnected ? target : document.getElementById(target.id);
      if (now) again(now);
    }
  };
  new MutationObserver((_, awake) => {
    awake.disconnect();
    setTimeout(release);
  }).observe(document.documentElement, { attributeFilter: ["data-awake"] });
}
