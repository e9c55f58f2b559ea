#!/bin/sh
# In the package as usr/sbin/unshare. The start script of electron-builder's AppImage places that folder first on its PATH,
# runs `unshare -Ur true`, and starts the program with --no-sandbox if that fails. This one always succeeds, so
# the program keeps its sandbox, and says what to do where the system does not allow it.
own=$(dirname "$(readlink -f "$0")")
IFS=:
for folder in $PATH; do
  [ "$(readlink -f "$folder")" = "$own" ] && continue
  [ -x "$folder/unshare" ] || continue
  "$folder/unshare" "$@" 2>/dev/null && exit 0
  message="This system does not allow the sandbox that protects you from hostile files, and Understudy does not start without it. Install the .deb package instead: it contains the permission (AppArmor profile)."
  # The start script discards standard error.
  { echo "$message" >/dev/tty; } 2>/dev/null
  if command -v zenity >/dev/null; then LD_LIBRARY_PATH="" zenity --error --text "$message" 2>/dev/null
  elif command -v kdialog >/dev/null; then LD_LIBRARY_PATH="" kdialog --error "$message" 2>/dev/null
  fi
  break
done
exit 0
