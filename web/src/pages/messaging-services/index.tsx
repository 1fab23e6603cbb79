/** Messaging services: their settings and the senders that they choose from. */
import { Route, Switch } from "wouter";
import { ServiceDetail } from "./ServiceDetail";
import { ServiceList } from "./ServiceList";

export default function Services() {
  return (
    <Switch>
      <Route path="/services/:sid">{({ sid }) => <ServiceDetail key={sid} sid={sid} />}</Route>
      <Route>
        <ServiceList />
      </Route>
    </Switch>
  );
}
