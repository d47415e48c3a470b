/** Waits until `holds` says true, asking every `pause` seconds. An Error with the last other answer after `seconds`. */
export async function until(
  what: string,
  seconds: number,
  holds: () => Promise<boolean | string>,
  pause = 0.2,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await holds();
    if (answer === true) return;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s; the last answer: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
  }
}
