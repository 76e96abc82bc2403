// The button beside the timeline that opens the menu of pictures and films (menu.js), which is fetched when it is asked
// for: few pages need it.

/** @import { View } from "../view.js" */
/** @import { PictureMenu } from "./menu.js" */
import { button, icon, wear } from "../dom.js";

const MENU = "live/web/pictures/menu.js";

export class Camera {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {PictureMenu | null} */ this.menu = null;
    this.loading = this.closed = false;
    const t = view.texts;
    const says = { label: t["action.pictures"], tip: t["tip.pictures"], content: icon("pictures") };
    this.button = button("pictures", says, () => this.fetch());
    this.update();
  }

  /** Streamlit has run its script; where the view was built anew it has another timeline. */
  update() {
    if (this.button.isConnected) return;
    this.view.transport.timeline.root.append(this.button);
    this.menu?.attach();
  }

  /** From then on the button opens the menu by itself. */
  async fetch() {
    if (this.menu || this.loading) return;
    this.loading = true;
    try {
      const { module, style } = await this.view.component.more("pictures", MENU);
      await wear(style);
      if (!this.closed) {
        const menu = this.menu = /** @type {PictureMenu} */ (new module.PictureMenu(this.view, this.button));
        this.button.setAttribute("popovertarget", menu.root.id);
        this.button.click();
      }
    } catch (error) {
      console.error(error);
      this.view.transport.notice(this.view.texts["pictures.unreachable"]);
    }
    this.loading = false;
  }

  close() {
    this.closed = true;
    this.menu?.close();
  }
}
