@echo off
rem Starts Across Boundaries from the folder that this file stands in. Nothing is installed or changed in Windows.
setlocal EnableExtensions DisableDelayedExpansion
title Across Boundaries
chcp 65001 >nul

if not exist "%~dp0python\python.exe" goto not_unpacked
"%~dp0python\python.exe" -X utf8 "%~dp0start.py"
if not "%ERRORLEVEL%"=="0" goto failed
exit /b 0

:not_unpacked
echo.
echo   The rest of Across Boundaries is not beside this file.
echo   Close this window and the zip file. Then click the zip file with the right mouse button, choose "Extract All",
echo   open the new folder, and start "Start Across Boundaries" there.
echo.
pause
exit /b 1

:failed
echo.
echo   Across Boundaries has ended. If that was not meant, the lines above say why;
echo   "Read me first.txt" in this folder says what can be done.
echo.
pause
exit /b 1
