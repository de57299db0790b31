import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { TroubleError } from "../net/asking.ts";
import { pair } from "../net/sync.ts";
import { LanguageSwitch } from "../parts/language.tsx";
import { Notices } from "../parts/notices.tsx";
import type { Title } from "../protocol.ts";
import { pairingCode } from "../pure/ids.ts";
import { say } from "../pure/words.ts";
import { replace } from "../routes.ts";
import { drafts, route, session, t, trouble, tt, unreceived } from "../store/state.ts";

/** Connect the phone to one person, by the link of a QR code or by typing its code. */
export function Pair(): JSX.Element {
  return (
    <main class="alone">
      <header class="bar">
        <h1>{t("pairTitle")}</h1>
        <LanguageSwitch />
      </header>
      {isSecureContext ? <Body /> : <p class="notice alert">{t("pairNotSecure")}</p>}
    </main>
  );
}

function Body(): JSX.Element {
  const paired = session.value;
  if (paired === null || trouble.value?.word === "revoked") return <PairForm />;
  return (
    <>
      <p>{t("pairTaken", { name: paired.name })}</p>
      <a class="button" href="#points">
        {t("points")}
      </a>
    </>
  );
}

function PairForm(): JSX.Element {
  const code = useSignal(pairingCode(/^pair=/.test(route.value) ? `#${route.value}` : ""));
  const title = useSignal(session.value?.title ?? guessTitle());
  const busy = useSignal(false);
  const objection = useSignal<Title | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    objection.value = await connect(code.value, title.value);
    busy.value = false;
  };
  return (
    <form onSubmit={submit}>
      <Notices />
      <p class="soft">{t("pairHow")}</p>
      {objection.value !== null && (
        <p class="notice alert" role="alert">
          {tt(objection.value)}
        </p>
      )}
      <label>
        {t("pairCode")}
        <input
          name="code"
          class="code"
          autocomplete="off"
          autocapitalize="characters"
          required
          value={code.value}
          onInput={(event) => {
            code.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        {t("pairName")}
        <input
          name="title"
          required
          maxLength={60}
          value={title.value}
          onInput={(event) => {
            title.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="wide" disabled={busy.value}>
        {t(busy.value ? "pairing" : "pairGo")}
      </button>
      {session.value !== null && (
        <a class="button secondary wide later" href="#points">
          {t("pairLater")}
        </a>
      )}
    </form>
  );
}

/** Gives what stands against it; when nothing does, the points are shown. */
async function connect(code: string, title: string): Promise<Title | null> {
  try {
    const refusal = await pair(pairingCode(code), title, sameHands);
    if (refusal !== null) return refusal;
    trouble.value = null;
    replace("");
    return null;
  } catch (error) {
    if (error instanceof TroubleError) return asTitle(error);
    throw error;
  }
}

function asTitle({ trouble: { word, fill, detail } }: TroubleError): Title {
  return detail ?? { zh: say("zh", word, fill), en: say("en", word, fill) };
}

/** What one person has not sent is never sent in the name of another. */
function sameHands(name: string): Title | null {
  const old = session.value?.name ?? name;
  if (old === name || unreceived.value.length + drafts.value.length === 0) return null;
  const fill = { new: name, old };
  return { zh: say("zh", "pairOther", fill), en: say("en", "pairOther", fill) };
}

function guessTitle(): string {
  const model = /Android[^;)]*;\s*([^;)]+?)(?:\s+Build|[;)])/.exec(navigator.userAgent)?.[1];
  return model ?? (/iPhone|iPad|Android|Windows|Linux/.exec(navigator.userAgent)?.[0] || "Phone");
}
