"""A page to hand over: what a report holds, and the page that shows it."""
