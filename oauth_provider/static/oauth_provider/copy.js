const button = document.getElementById("copy");
const code = document.getElementById("authorization_code");

if (button && code && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = button.dataset.copied;
  });
}
