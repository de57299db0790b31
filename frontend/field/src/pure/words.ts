/** What people read, in Chinese and English; {name} stands for what is filled in. */

import type { Title } from "../protocol.ts";

export type Language = "zh" | "en";

const ALL = {
  app: ["创城测评", "Field"],
  points: ["点位", "Points"],
  map: ["地图", "Map"],
  outbox: ["待发", "Outbox"],
  me: ["我的", "Me"],
  back: ["返回", "Back"],
  language: ["English", "中文"],

  pairTitle: ["连接这部手机", "Connect this phone"],
  pairHow: [
    "在电脑上登录后打开“我的手机”，用手机相机扫二维码；或者把二维码下面的配对码填在这里。",
    "Sign in at a desk, open “My phones”, and scan the QR code with this phone's camera; or type the code below it here.",
  ],
  pairCode: ["配对码", "Pairing code"],
  pairName: ["手机名称", "Name of this phone"],
  pairGo: ["连接", "Connect"],
  pairing: ["正在连接…", "Connecting …"],
  pairOther: [
    "配对码属于{new}，这部手机上还有{old}没有发出的记录。请让{old}重新配对，或先退出并清空。",
    "The code belongs to {new}, and this phone holds records of {old} that were not sent. Pair as {old}, or sign out first.",
  ],
  pairTaken: [
    "这部手机已经连接到{name}。要换人，请先在“我的”里退出。",
    "This phone is connected to {name}. To hand it over, sign out under “Me” first.",
  ],
  pairNotSecure: [
    "这个网址不是 https，手机不允许离线保存和定位。请向创建办索取以 https 开头的网址。",
    "This address is not https, so the phone allows neither offline storage nor positions. Ask the office for the address that starts with https.",
  ],
  pairAgain: ["重新配对", "Pair again"],
  pairLater: ["先不配对，返回点位", "Not now, back to the points"],

  none: ["没有分给你的点位。", "No points are assigned to you."],
  noneHow: [
    "创建办分派后，联网点“同步”就能看到。",
    "Once the office has assigned some, press Sync with a connection.",
  ],
  sync: ["同步", "Sync"],
  syncing: ["正在同步…", "Syncing …"],
  synced: ["{when} 已同步", "Synced {when}"],
  neverSynced: ["还没有同步过", "Not synced yet"],
  doneOf: ["完成 {done} / {all}", "{done} of {all} done"],
  orderOf: ["排列", "Order"],
  byRoute: ["路线", "Route"],
  byDistance: ["距离", "Distance"],
  today: ["今天", "Today"],
  allDays: ["全部", "All"],
  recheck: ["复查", "Re-check"],
  recheckMark: ["复", "R"],
  recheckOf: ["复查问题 {n}", "Re-check of problem {n}"],
  recheckBefore: ["整改前照片 {n} 张", "Photographs from before: {n}"],
  beforeMissing: ["，其中 {n} 张还没有下载到手机上", ", {n} of them not on the phone yet"],
  beforeNth: ["整改前照片 {n}", "Photograph {n} from before"],
  retake: ["重拍", "Photograph again"],
  retakeMark: ["拍", "P"],
  retakeGo: ["去重拍", "Take it again"],
  retakeWhy: ["照片没有采信：", "The photograph was not accepted:"],
  retakeBefore: ["没有采信的照片 {n} 张", "Photographs that were not accepted: {n}"],
  retakeNth: ["没有采信的照片 {n}", "Photograph {n} that was not accepted"],
  retakeStands: [
    "判定不变，只补一张能说明问题的照片。",
    "The judgement stays as it is; only a photograph that shows it is wanted.",
  ],
  fromHere: ["距此 {far}", "{far} away"],
  window: ["时段 {from}–{to}", "Between {from} and {to}"],
  urgent: ["优先", "Priority"],
  partners: ["同行：{names}", "With {names}"],
  toDo: ["还没走访", "To do"],
  begunN: ["走访中，已判定 {n} 项", "Begun, {n} judged"],
  closed: ["已完成，待发送", "Closed, to be sent"],
  received: ["已收到", "Received"],
  takenIn: ["已收入", "Taken in"],
  refused: ["未能收入", "Not taken in"],
  roundClosed: [
    "这一轮测评已经关闭。记录仍可提交，由督查人员决定是否收入。",
    "This round is over. What you record can still be sent; a supervisor decides whether it counts.",
  ],
  unlisted: [
    "这个点位已不在你的名单里。记录还在手机上，仍可提交，由督查人员决定是否收入。",
    "This point is no longer on your list. The record is kept and can be sent; a supervisor decides whether it counts.",
  ],
  unlistedHead: ["已不在名单里", "No longer on your list"],

  start: ["开始走访", "Start the visit"],
  again: ["再走访一次", "Visit again"],
  address: ["地址", "Address"],
  checklistMissing: [
    "这个点位的检查表还没有下载到手机上。请联网后点“同步”。",
    "The checklist of this point is not on the phone yet. Connect and press Sync.",
  ],
  kindMissing: [
    "检查表里没有“{kind}”这一类点位。请告诉创建办。",
    "The checklist has no points of the kind “{kind}”. Tell the office.",
  ],
  farAway: [
    "你离这个点位约 {far}。如果地点没有错，可以继续；距离会随记录上报。",
    "You are about {far} from this point. If the place is right, go on; the distance goes with the record.",
  ],
  noPosition: ["还没有定位", "No position yet"],
  positionRefused: [
    "手机没有允许定位。可以继续走访；要带上位置，请在浏览器设置里允许本站定位。",
    "The phone does not allow positions. You can go on; to record where you are, allow them for this site in the browser's settings.",
  ],
  stop: ["{title} {n}", "{title} {n}"],
  everyMetres: ["每处 {m} 米", "{m} m each"],
  battery: ["共性条目组", "Shared items"],
  groupDone: ["{done}/{all}", "{done}/{all}"],
  veto: ["一票否决", "Veto"],
  howTo: ["怎么看", "How to look"],
  exceptions: ["不算问题的", "What does not count"],
  pass: ["符合", "Met"],
  fail: ["不符合", "Not met"],
  na: ["不适用", "Not applicable"],
  count: ["数量", "Count"],
  of: ["总数", "Out of"],
  countUnit: ["数量（{unit}）", "Count ({unit})"],
  wanted: ["应有 {n}", "{n} wanted"],
  enough: [
    "数量已达到应有的 {n}，却判了不符合。评分以数量为准，请核对。",
    "The count reaches the {n} wanted, yet the answer is not met. The count decides the score; look at it again.",
  ],
  remark: ["问题说明", "What is wrong"],
  remarkLeft: ["至少 {min} 个字，还差 {left} 个", "At least {min} characters, {left} to go"],
  remarkEnough: ["{n} 个字", "{n:# character|# characters}"],
  addPhotograph: ["拍照", "Take a photograph"],
  addingPhotograph: ["正在保存照片…", "Saving the photograph …"],
  photograph: ["照片", "Photograph"],
  enlarge: ["放大这张照片", "Enlarge this photograph"],
  closeViewer: ["关闭", "Close"],
  removePhotograph: ["删除这张照片", "Delete this photograph"],
  removeAsk: ["删除后不能恢复。", "It cannot be brought back."],
  removeGo: ["确认删除", "Delete"],
  removeNot: ["不删除", "Keep it"],
  photographUnreadable: [
    "这个文件不能作为照片打开，没有保存。请重新拍一张。",
    "This file cannot be opened as a photograph and was not saved. Take another one.",
  ],
  keptAll: [
    "之前填的内容和照片（{n} 张）留在手机上，不随这个答案上报；改回原来的答案就能再用。",
    "What was written and photographed for the other answer (photographs: {n}) stays on the phone and is not sent with this one; change back to use it.",
  ],
  keptNote: [
    "之前填的内容留在手机上，不随这个答案上报；改回原来的答案就能再用。",
    "What was written for the other answer stays on the phone and is not sent with this one; change back to use it.",
  ],
  lackCount: ["填写数量", "give the count"],
  lackOf: ["填写总数", "give the total"],
  lackNegative: ["数量改为 0 或正数", "make the count 0 or more"],
  lackFraction: ["数量改为整数", "make the count a whole number"],
  lackNoTotal: ["总数改为大于 0 的数", "make the total more than 0"],
  lackMore: ["数量不能大于总数", "the count cannot exceed the total"],
  lackRemark: ["说明至少 {min} 个字", "write at least {min} characters"],
  lackPhotograph: ["拍一张照片", "take a photograph"],
  lacks: ["还要：{what}", "Still to do: {what}"],
  listed: ["、", ", "],
  judgedOf: ["已判定 {done}/{all}", "{done}/{all} judged"],
  lackingN: ["{n} 项没填完", "{n} incomplete"],
  toClose: ["完成走访", "Finish"],
  closeTitle: ["完成这次走访", "Finish this visit"],
  closeLacking: [
    "有 {n} 项不符合的没有填完，填完才能完成：",
    "{n:# failed item is incomplete; complete it|# failed items are incomplete; complete them} first:",
  ],
  closeRetake: ["还没有重拍，拍好才能完成：", "No new photograph was taken yet; take it first:"],
  closeUnjudged: [
    "有 {n} 项没有判定，将按“未测评”处理：",
    "{n:# item was|# items were} not judged and will count as not assessed:",
  ],
  closeNothing: ["还没有判定任何一项。", "Nothing was judged yet."],
  closeFinal: [
    "完成后不能再改，照片和记录会自动发送。",
    "After this nothing can be changed; record and photographs are sent by themselves.",
  ],
  closeBlocked: [
    "先把没填完的 {n} 项填完，才能完成。",
    "To finish, complete what is incomplete first: {n}.",
  ],
  closeFinalLeft: [
    "还有 {n} 项没有判定。完成后不能再改，照片和记录会自动发送。",
    "Not judged: {n}. After this nothing can be changed; record and photographs are sent by themselves.",
  ],
  closeAsk: [
    "有 {n} 项没有判定，将按“未测评”处理；完成后不能再改。确定完成吗？",
    "Not judged: {n}; they will count as not assessed, and nothing can be changed after this. Finish?",
  ],
  closeAnyway: ["确定完成", "Finish all the same"],
  closeNot: ["先不完成", "Not yet"],
  closeGo: ["确认完成", "Finish now"],
  closeGoUnjudged: ["{n} 项没有判定，确认完成", "Finish with {n} not judged"],
  closedView: ["这次走访已于 {when} 完成，不能再改。", "Finished {when}; it cannot be changed."],
  record: ["走访记录", "What was recorded"],
  recordThumbs: [
    "照片送达后，手机上只留小图。",
    "Once a photograph has arrived, the phone keeps a small one only.",
  ],
  discard: ["放弃这次走访", "Discard this visit"],
  discardAsk: [
    "{n:这次走访|这次走访的 # 项判定和照片|这次走访的 # 项判定和照片}会从手机上删除，不能恢复。",
    "{n:This visit|The one judgement of this visit and its photographs|The # judgements of this visit and their photographs} will be removed from the phone for good.",
  ],
  discardGo: ["确认放弃", "Discard"],
  keep: ["不放弃", "Keep it"],

  gridScale: ["方格每格 {m}", "Each square is {m}"],
  gridNote: ["没有底图：方格每格 {m}", "No base map: each square is {m}"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  showAll: ["显示全部", "Show all"],
  hereIAm: ["我的位置", "My position"],
  noPlace: [
    "{n} 个点位没有坐标，不在图上。",
    "{n:# point has no position and is|# points have no position and are} not on the map.",
  ],

  outboxEmpty: ["全部已发出。", "Everything was sent."],
  outboxRefused: [
    "有 {n} 次走访未能收入，原因见下。",
    "{n:# visit was|# visits were} not taken in; the reason stands below.",
  ],
  outboxCount: ["还有 {what}没有发出", "Still to be sent: {what}"],
  nVisits: ["{n} 次走访", "{n:# visit|# visits}"],
  nPhotographs: ["{n} 张照片", "{n:# photograph|# photographs}"],
  nDrafts: ["{n} 次未完成的走访", "{n:# unfinished visit|# unfinished visits}"],
  lastOf: ["和 ", " and "],
  sendNow: ["立即发送", "Send now"],
  sendingNow: ["正在发送…", "Sending …"],
  nextTry: ["{when} 再试", "Next try at {when}"],
  waiting: ["等待发送", "Waiting"],
  sending: ["正在发送 {n}%", "Sending {n}%"],
  photographs: ["照片 {done}/{all}", "Photographs {done}/{all}"],
  sendAgain: ["再发一次", "Send again"],

  offline: [
    "没有网络，记录都保存在手机上。联网后自动发送。",
    "No connection. Everything is kept on the phone and sent once there is one.",
  ],
  portal: [
    "网络返回的不是本系统的内容，可能需要先登录无线网。记录都在手机上，稍后自动再发。",
    "Something else than the site answered; perhaps the wireless network wants a sign-in first. Everything is kept and will be sent later.",
  ],
  server: [
    "服务器暂时出错（{status}）。记录都在手机上，稍后自动再发。",
    "The site has a fault at the moment ({status}). Everything is kept and will be sent later.",
  ],
  revoked: [
    "这部手机的授权已失效。记录都还在手机上：请到“我的手机”重新扫码配对，然后继续发送。",
    "This phone is no longer allowed in. Everything is kept: pair it again under “My phones”, then sending goes on.",
  ],
  slow: [
    "网络太慢，没有发完。稍后自动接着发。",
    "The network is too slow. Sending goes on later from where it stopped.",
  ],
  clockWrong: [
    "手机时间比服务器{way} {n} {unit}。请把手机设为自动校时；记录不受影响，会按差值校正。",
    "The phone's clock is {n} {unit} {way}. Set it to automatic; nothing is lost, times are corrected by the difference.",
  ],
  fast: ["快", "fast"],
  slowClock: ["慢", "slow"],
  seconds: ["秒", "seconds"],
  minutes: ["分钟", "minutes"],
  hours: ["小时", "hours"],
  days: ["天", "days"],
  almostFull: [
    "手机存储快满了（还剩约 {mb} MB）。请尽快联网发送，或清理手机空间。",
    "The phone's storage is nearly full (about {mb} MB left). Send soon, or free some space.",
  ],
  full: [
    "手机存储已满，刚才这一步没有保存；之前的都还在。请先联网发送或清理手机空间，再做一次。",
    "The phone's storage is full and this last step was not saved; all before it is. Send or free some space, then do it again.",
  ],
  notSaved: [
    "刚才这一步没有保存到手机上（{why}）。请再做一次；如果还不行，请重开本页。",
    "This last step was not saved ({why}). Do it again; if that does not help, reopen this page.",
  ],

  person: ["测评员", "Inspector"],
  clock: ["手机时钟偏差", "Clock difference"],
  clockFine: ["正常", "Fine"],
  storage: ["手机存储", "Storage"],
  storageUsed: ["已用 {used} MB，还剩约 {left} MB", "{used} MB used, about {left} MB left"],
  persisted: ["浏览器不会自动清除", "The browser will not clear it by itself"],
  notPersisted: [
    "浏览器可能在空间不足时清除；把本页添加到主屏幕可以避免。",
    "The browser may clear it when space is short; adding this page to the home screen prevents that.",
  ],
  baseMap: ["底图", "Base map"],
  mapNone: ["没有底图", "None"],
  mapKept: ["已下载 {n} 块，{mb} MB", "{n:# tile|# tiles} on the phone, {mb} MB"],
  mapComing: ["正在下载 {done} / {all} MB", "Fetching {done} of {all} MB"],
  mapOld: [
    "创建办换了底图，还没有下载完，先用旧的",
    "The office has a newer one that is not whole on the phone yet; the old one is shown until then",
  ],
  mapNotYet: ["还没有下载完", "Not whole on the phone yet"],
  mapTooLarge: [
    "新底图要 {mb} MB，手机空间要先留给照片，没有下载",
    "The new one takes {mb} MB; the room left is for photographs, so it was not fetched",
  ],
  withoutNetwork: ["离线打开", "Without network"],
  appKept: ["可以", "Opens"],
  appNotKept: [
    "本应用还没有全部下载到手机上，没有网络时可能打不开。请在有网络的地方点“同步”。",
    "The app itself is not wholly on the phone yet and may not open without a network. Press Sync with a connection.",
  ],
  version: ["版本", "Version"],
  signOut: ["退出并清空", "Sign out and wipe"],
  signOutAsk: [
    "手机上的名单、检查表和已发出的记录会清空。",
    "The list, the checklists and what was sent will be removed from this phone.",
  ],
  signOutUnsent: [
    "还有 {what}没有发出，清空后不能恢复。要清空，请在下面填“{word}”。",
    "Not sent yet, and lost for good by wiping: {what}. To wipe all the same, type “{word}” below.",
  ],
  wipeWord: ["清空", "wipe"],
  cancel: ["取消", "Cancel"],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof ALL;

type Fill = Record<string, string | number>;

/**
 * A sentence in a language, its {names} filled in. {n:# visit|# visits} is the form for one or for
 * more, # the number; of three forms the first is for none.
 */
export function say(language: Language, word: Word, fill: Fill = {}): string {
  const text: string = ALL[word][language === "en" ? 1 : 0];
  return text
    .replace(/\{(\w+):([^{}]+)\}/g, (_whole, name: string, forms: string) =>
      formOf(forms.split("|"), Number(fill[name])),
    )
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

function formOf(forms: string[], n: number): string {
  const at = forms.length === 3 ? Math.min(n, 2) : Number(n !== 1);
  return (forms[at] ?? "").replace(/#/g, String(n));
}

/** How much there is of several things, in a row; of what there is nothing is not spoken. */
export function counted(language: Language, things: [Word, number][]): string {
  const some = things.filter(([, n]) => n > 0).map(([word, n]) => say(language, word, { n }));
  const last = some.pop() ?? "";
  return some.length === 0
    ? last
    : some.join(say(language, "listed")) + say(language, "lastOf") + last;
}

/** Every word, for whoever wants to look through them. */
export const WORDS: Record<string, readonly [string, string]> = ALL;

/** A title in a language; Chinese where there is no English. */
export function titled(language: Language, title: Title | null | undefined): string {
  if (!title) return "";
  return (language === "en" ? title.en : "") || title.zh;
}
