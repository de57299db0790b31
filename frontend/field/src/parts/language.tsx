import type { JSX } from "preact";
import { saved } from "../phone.ts";
import { keep } from "../store/records.ts";
import { language, t } from "../store/state.ts";

export function LanguageSwitch(): JSX.Element {
  const other = language.value === "zh" ? "en" : "zh";
  const change = (): void => {
    language.value = other;
    void saved(() => keep("language", other));
  };
  return (
    <button type="button" class="quiet" lang={other === "en" ? "en" : "zh-Hans"} onClick={change}>
      {t("language")}
    </button>
  );
}
