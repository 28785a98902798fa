// The only script of the site. It fills the time zone of a fresh sign-up form from the browser, shows it, and sends
// nothing. It is kept as text because it runs in browsers: the bundle carries it and serves it as it stands.

export const zoneScriptSource = `"use strict";
for (const select of document.querySelectorAll("select[data-zone-from-browser]")) {
  const shown = document.getElementById(select.dataset.zoneFromBrowser);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) {
    // Browsers disagree on the names of renamed cities: the list may lack the one that this browser uses.
    const known = Array.from(select.options).some((option) => option.value === zone);
    if (!known) select.add(new Option(zone.replaceAll("_", " "), zone));
    select.value = zone;
  }
  const show = () => {
    if (shown && select.selectedOptions[0]) shown.textContent = select.selectedOptions[0].text;
  };
  select.addEventListener("change", show);
  show();
}
`;
