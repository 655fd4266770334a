// Forms on other pages that lead to the private look-up: the code goes behind `#`, which no server is asked for.

for (const form of document.querySelectorAll<HTMLFormElement>("form.look[action]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = form.querySelector<HTMLInputElement>("input[name=code]")!.value;
    // `getAttribute`, as a field of the form could be named `action`.
    location.assign(new URL(`${form.getAttribute("action")!}#code=${encodeURIComponent(code)}`, document.baseURI));
  });
}

export {};
