import { Calendar as CalendarIcon, CalendarPlus, Share } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", CalendarPlus],
  ["Share", Share],
];

export const Calendar = () => <Page title="Calendar" icon={CalendarIcon} actions={actions} />;
