// When connections run, in words and as a time.

const DAY = 86400000;
const HIGHEST = [59, 59, 23, 31, 12, 7];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const UNIT = { minutes: 60000, hours: 3600000, days: DAY, weeks: 7 * DAY, months: 30 * DAY };

export function scheduleWords({ scheduleType, scheduleData }) {
	const { basicSchedule, cron } = scheduleData ?? {};
	if (basicSchedule) return `every ${basicSchedule.units} ${basicSchedule.timeUnit}`;
	if (cron) return `cron ${cron.cronExpression} (${cron.cronTimeZone})`;
	return scheduleType ?? "manual";
}

const numberOf = (text) => (WEEKDAYS.includes(text) ? WEEKDAYS.indexOf(text) + 1 : Number(text));

/** What a field of a Quartz expression admits; nothing where it is beyond this page (L, W, #). */
function valuesOf(field, index) {
	return field.split(",").flatMap((part) => {
		const [, first, last, step] = part.match(/^([*?]|\w+)(?:-(\w+))?(?:\/(\d+))?$/) ?? [];
		const every = first === "*" || first === "?";
		const to = last ? numberOf(last) : every || step ? HIGHEST[index] : numberOf(first);
		const values = [];
		for (let value = every ? Number(index > 2) : numberOf(first); value <= to; value += Number(step) || 1) values.push(value);
		return values;
	});
}

/** The first moment after `after` (epoch ms) that a Quartz expression in UTC means, or undefined. */
export function cronNext(expression, after) {
	const [seconds, minutes, hours, days, months, weekdays, years] = expression.trim().split(/\s+/).map(valuesOf);
	if (!weekdays || years) return undefined;
	const times = hours.flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => ((hour * 60 + minute) * 60 + second) * 1000))).sort((a, b) => a - b);
	for (let day = Math.floor(after / DAY) * DAY, last = day + 1500 * DAY; day < last; day += DAY) {
		const date = new Date(day);
		const fits = days.includes(date.getUTCDate()) && months.includes(date.getUTCMonth() + 1) && weekdays.includes(date.getUTCDay() + 1);
		const time = fits ? times.find((at) => day + at > after) : undefined;
		if (time !== undefined) return day + time;
	}
	return undefined;
}

/** When a connection of the list runs next, epoch ms; undefined where it does not, or the page cannot tell. */
export function nextRun(connection, now) {
	const { basicSchedule, cron } = connection.scheduleData ?? {};
	if (connection.status !== "active" || connection.isSyncing) return undefined;
	if (cron) return ["UTC", "GMT"].includes(cron.cronTimeZone) ? cronNext(cron.cronExpression, now) : undefined;
	if (!basicSchedule) return undefined;
	const last = connection.latestSyncJobCreatedAt;
	return last === undefined ? now : Math.max(now, last * 1000 + basicSchedule.units * UNIT[basicSchedule.timeUnit]);
}
