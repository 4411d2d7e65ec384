// j and k go to the next and the previous change while the focus is in the comparison. The links there do the same.
const steps = [...document.querySelectorAll(".law > section[tabindex]")];
const hint = document.querySelector(".keys");

const isAhead = (here, step) =>
  !step.contains(here) && Boolean(here.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING);
const isBehind = (here, step) =>
  !step.contains(here) && Boolean(here.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_PRECEDING);

function go(key) {
  const here = document.activeElement;
  const step = key === "j" ? steps.find((one) => isAhead(here, one)) : steps.findLast((one) => isBehind(here, one));
  if (!step) return;
  location.replace(`#${step.id}`);
  step.focus({ preventScroll: true });
}

if (steps.length && hint) {
  hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    const isOurs = ["j", "k"].includes(event.key) && event.target.closest(".law, .map, .keys");
    if (isOurs && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      go(event.key);
    }
  });
}
