// Counts down the characters that are left. Without it, the server says when there are too many.
for (const counter of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(counter.dataset.counts);
  const limit = Number(field.dataset.limit);
  const count = () => {
    const left = limit - [...field.value].length;
    const text = left < 0 ? counter.dataset.over : counter.dataset.left;
    counter.textContent = text.replace("{left}", left).replace("{over}", -left);
    counter.classList.toggle("over", left < 0);
    counter.hidden = !field.value;
  };
  field.addEventListener("input", count);
  count();
}
