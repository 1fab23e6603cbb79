import "@mantine/core/styles.css";
import "./app/look.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startWords } from "./app/words";

startWords();
createRoot(document.getElementById("root") as HTMLElement).render(<App />);
