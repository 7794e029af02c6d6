#!/bin/sh
# As a CI server does when a newer commit arrives: the suite is ended from outside.
suite=$$
(sleep 3; kill -TERM $suite) &
exec node_modules/.bin/mocha
