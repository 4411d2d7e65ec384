// The button that copies: hidden without this file, and then the text is selected by hand.
const button = document.querySelector("[data-copies]");

if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies);
    text.select();
    await navigator.clipboard.writeText(text.value);
    document.querySelector("[data-said]").textContent = button.dataset.done;
  });
}
