"""The participants' pages, plain HTML: they ask rooms, keep nothing, work without JavaScript, call no other host."""
