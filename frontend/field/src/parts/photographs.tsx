import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { measureRoom, saved } from "../phone.ts";
import { develop } from "../photograph.ts";
import type { Judgement, NewPicture } from "../store/records.ts";
import * as state from "../store/state.ts";
import { t, tt } from "../store/state.ts";
import { addPhotograph, removePhotograph } from "../store/visiting.ts";
import { Thumb } from "./thumb.tsx";
import { type ItemProps, show } from "./writing.ts";

type Props = ItemProps & { judged: Judgement };

/** The photographs of one judgement, and the camera. */
export function Photographs(props: Props): JSX.Element {
  const { judged, judgements } = props;
  const busy = useSignal(false);
  const unreadable = useSignal(false);
  const take = async (input: HTMLInputElement): Promise<void> => {
    busy.value = true;
    unreadable.value = false;
    for (const file of Array.from(input.files ?? [])) {
      const made = await developed(props, file);
      if (made === null) unreadable.value = true;
      else await keepWith(props, made);
    }
    input.value = "";
    busy.value = false;
  };
  const remove = async (name: string): Promise<void> => {
    const after = await saved(() => removePhotograph(judged, name));
    if (after) show(judgements, after);
  };
  return (
    <div class="photographs">
      {judged.photographs.map((name) => (
        <Thumb key={name} name={name} remove={() => void remove(name)} />
      ))}
      <label class={busy.value ? "button secondary busy" : "button secondary"}>
        {t(busy.value ? "addingPhotograph" : "addPhotograph")}
        <input
          type="file"
          accept="image/*"
          capture="environment"
          disabled={busy.value}
          onChange={(event) => void take(event.currentTarget)}
        />
      </label>
      {unreadable.value && <p class="notice alert">{t("photographUnreadable")}</p>}
    </div>
  );
}

const DEFAULTS = { photo_px: 1600, photo_quality: 0.8 };

/** The file as a photograph; null when it is no picture. */
async function developed({ visit }: Props, file: File): Promise<NewPicture | null> {
  const { point } = visit.assignment;
  try {
    return await develop(file, {
      fix: state.position.value,
      clockDifference: state.clock.value?.difference_s ?? null,
      settings: { ...DEFAULTS, ...state.day.value?.settings },
      stamp: {
        point: [tt(point.title), point.code].join(" · "),
        inspector: state.session.value?.name ?? "",
        noPosition: t("noPosition"),
      },
    });
  } catch {
    return null;
  }
}

async function keepWith({ judged, judgements }: Props, made: NewPicture): Promise<void> {
  const after = await saved(() => addPhotograph(judged, made));
  if (after) show(judgements, after);
  void measureRoom();
}
