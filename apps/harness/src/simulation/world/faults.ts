/** Every fault that a month may bring, by the name it is counted under: for tests that the months do bring it. */
export const faults: ReadonlyArray<string> = [
  ...["page", "delivery", "commit", "statement"].flatMap((of) => [`killed before ${of}`, `killed after ${of}`]),
  "killed inside",
  "killed by page",
  "killed",
  ...["page", "delivery", "commit"].map((of) => `frozen after ${of}`),
  "frozen",
  "overtaken",
  "stopped",
  "clock",
  ...["statement", "inside", "commit"].flatMap((of) => [`${of} slow`, `${of} lost`]),
  ...["statement", "commit"].map((of) => `reply to ${of} lost`),
  "leases",
  "timersLost",
  "timersTwice",
  "commit fails",
  "commit contended",
  ...["lost", "late", "twice"].map((how) => `hint ${how}`)
]
