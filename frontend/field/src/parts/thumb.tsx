/** A photograph on the phone: small beside its item, and as large as the screen when tapped. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { database } from "../store/records.ts";
import { t } from "../store/state.ts";

interface Props {
  name: string;
  /** Takes it away again; without it there is nothing but to look. */
  remove?: (() => void) | undefined;
}

export function Thumb({ name, remove }: Props): JSX.Element {
  const large = useSignal(false);
  const address = useAddress(name, "thumb");
  const show = (wanted: boolean) => (): void => {
    large.value = wanted;
  };
  return (
    <figure>
      <button type="button" class="thumb" aria-label={t("enlarge")} onClick={show(true)}>
        {address && <img src={address} alt="" width={96} height={72} />}
      </button>
      {large.value && <Viewer name={name} remove={remove} close={show(false)} />}
    </figure>
  );
}

/** The whole screen; what closes a dialog on this phone, its back button too, closes it. */
function Viewer({ name, remove, close }: Props & { close: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const address = useAddress(name, "image");
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="viewer" aria-label={t("photograph")} onClose={close}>
      <button type="button" class="secondary" onClick={close}>
        {t("closeViewer")}
      </button>
      {address && <img src={address} alt={t("photograph")} />}
      {remove && <Remove remove={remove} />}
    </dialog>
  );
}

/** Two taps, the second where the first was not. */
function Remove({ remove }: { remove: () => void }): JSX.Element {
  const asked = useSignal(false);
  const ask = (wanted: boolean) => (): void => {
    asked.value = wanted;
  };
  if (!asked.value) {
    return (
      <button type="button" class="secondary danger-text" onClick={ask(true)}>
        {t("removePhotograph")}
      </button>
    );
  }
  return (
    <div class="sure">
      <p>{t("removeAsk")}</p>
      <button type="button" class="secondary" onClick={ask(false)}>
        {t("removeNot")}
      </button>
      <button type="button" class="danger" onClick={remove}>
        {t("removeGo")}
      </button>
    </div>
  );
}

/** The address of a picture in that size or what is left of it, once it is read; "" until then. */
function useAddress(name: string, size: "image" | "thumb"): string {
  const address = useSignal("");
  useEffect(() => {
    let over = false;
    const read = async (): Promise<void> => {
      const picture = await (await database()).get("pictures", name);
      const blob = picture?.[size] ?? picture?.thumb;
      if (blob !== undefined && !over) address.value = URL.createObjectURL(blob);
    };
    void read();
    return () => {
      over = true;
      URL.revokeObjectURL(address.value);
    };
  }, [name, size, address]);
  return address.value;
}
