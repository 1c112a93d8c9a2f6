// A campaign that does not open any more: what of it waits on this device is counted, and stays there.
import { drafts, queued } from "./interviewer_store.js";

const place = document.querySelector("[data-shut]");
const { campaign, account, waits, begun } = place.dataset;
const write = (words, count) => { if (count) place.append(Object.assign(document.createElement("p"), { textContent: words.replace("{count}", count) })); };

const mine = (await queued()).filter((one) => one.campaign === campaign && String(one.account) === account);
write(waits, mine.length);
write(begun, (await drafts()).filter((id) => id.startsWith(`${account}:${campaign}:`)).length);
place.hidden = place.childElementCount === 0;
