/** Numbers: those of the account, the search for new ones, and what each of them does. */
import { Route, Switch } from "wouter";
import { BuyNumber } from "./BuyNumber";
import { NumberDetail } from "./NumberDetail";
import { NumberList } from "./NumberList";

export default function Numbers() {
  return (
    <Switch>
      <Route path="/numbers/buy">
        <BuyNumber />
      </Route>
      <Route path="/numbers/:sid">{({ sid }) => <NumberDetail key={sid} sid={sid} />}</Route>
      <Route>
        <NumberList />
      </Route>
    </Switch>
  );
}
