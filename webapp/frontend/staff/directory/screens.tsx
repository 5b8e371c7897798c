// The screens of the directory, by view.

import type { VNode } from "preact";
import type { View } from "../store/view.ts";
import { DirectoryScreen } from "./directory-screen.tsx";
import { EditorScreen } from "./editor-screen.tsx";
import { ImportScreen } from "./import-screen.tsx";
import { OrganisationScreen } from "./organisation-screen.tsx";

/** The screen of a view of the directory; null for every other view. */
export function directoryScreen(view: View): VNode | null {
  switch (view.screen) {
    case "directory":
      return <DirectoryScreen key={view.list} list={view.list} />;
    case "organisation":
      return <OrganisationScreen key={view.id} id={view.id} />;
    case "edit-organisation":
      return <EditorScreen key={view.id} id={view.id} />;
    case "import":
      return <ImportScreen />;
    default:
      return null;
  }
}
