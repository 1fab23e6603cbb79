/** Keeps a fault of one page from taking the whole console down. */
import { Component, type ReactNode } from "react";
import { ErrorNote } from "./ErrorNote";

export class Fence extends Component<{ children: ReactNode }, { fault: unknown }> {
  override state: { fault: unknown } = { fault: undefined };

  static getDerivedStateFromError(fault: unknown) {
    return { fault };
  }

  override render() {
    if (!this.state.fault) return this.props.children;
    return <ErrorNote fault={this.state.fault} again={() => window.location.reload()} />;
  }
}
