; Lists Understudy in "Open with" of Windows, without making it the default program of any type.
; https://learn.microsoft.com/windows/win32/shell/how-to-include-an-application-on-the-open-with-dialog-box

!macro understudyType ACTION EXTENSION
  !if "${ACTION}" == "add"
    WriteRegStr SHELL_CONTEXT "Software\Classes\.${EXTENSION}\OpenWithProgids" "Understudy.Media" ""
  !else
    DeleteRegValue SHELL_CONTEXT "Software\Classes\.${EXTENSION}\OpenWithProgids" "Understudy.Media"
  !endif
!macroend

!macro understudyTypes ACTION
  !insertmacro understudyType ${ACTION} png
  !insertmacro understudyType ${ACTION} jpg
  !insertmacro understudyType ${ACTION} jpeg
  !insertmacro understudyType ${ACTION} webp
  !insertmacro understudyType ${ACTION} heic
  !insertmacro understudyType ${ACTION} heif
  !insertmacro understudyType ${ACTION} avif
  !insertmacro understudyType ${ACTION} tif
  !insertmacro understudyType ${ACTION} tiff
  !insertmacro understudyType ${ACTION} bmp
  !insertmacro understudyType ${ACTION} mp4
  !insertmacro understudyType ${ACTION} mov
  !insertmacro understudyType ${ACTION} m4v
  !insertmacro understudyType ${ACTION} webm
  !insertmacro understudyType ${ACTION} mkv
  !insertmacro understudyType ${ACTION} avi
  !insertmacro understudyType ${ACTION} mts
  !insertmacro understudyType ${ACTION} m2ts
  !insertmacro understudyType ${ACTION} mpg
  !insertmacro understudyType ${ACTION} gif
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Understudy.Media" "" "Understudy"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Understudy.Media\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Understudy.Media\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro understudyTypes add
!macroend

!macro customUnInstall
  !insertmacro understudyTypes remove
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Understudy.Media"
!macroend
