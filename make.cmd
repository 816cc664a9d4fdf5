@echo off
rem The Makefile's list for Windows: make.cmd run, make.cmd test, ...
setlocal
cd /d "%~dp0"
set TARGET=%1
if "%TARGET%"=="" set TARGET=help
set PY=.venv\Scripts\python.exe

if "%TARGET%"=="help" goto help
if "%TARGET%"=="clean" goto clean
for %%T in (setup run test check bench torture screenshots) do if "%TARGET%"=="%%T" goto prepare
echo Unknown: %TARGET%
exit /b 2

:prepare
where py >nul 2>nul && (py -3 tools\set_up.py) || (python tools\set_up.py)
if errorlevel 1 exit /b 1
if "%TARGET%"=="setup" exit /b 0
%PY% tools\catalogues.py compile
if errorlevel 1 exit /b 1
goto %TARGET%

:run
%PY% tools\run_demo.py
exit /b %errorlevel%

:test
set QT_QPA_PLATFORM=offscreen
%PY% -m pytest -n 2 -m "not torture"
exit /b %errorlevel%

:check
%PY% -m ruff check . && %PY% -m ruff format --check . && %PY% -m mypy && .venv\Scripts\lint-imports.exe && %PY% tools\catalogues.py check
exit /b %errorlevel%

:bench
set QT_QPA_PLATFORM=offscreen
%PY% tools\bench.py
exit /b %errorlevel%

:torture
set QT_QPA_PLATFORM=offscreen
if "%COUNT%"=="" set COUNT=20
if "%SEED%"=="" set SEED=1
if "%MINUTES%"=="" set MINUTES=28
if not "%ONLY%"=="" set ONLY=-k "%ONLY%"
%PY% -m pytest -m "torture or faults" -o faulthandler_timeout=0 --count %COUNT% --seed %SEED% --minutes %MINUTES% %ONLY%
exit /b %errorlevel%

:screenshots
set QT_QPA_PLATFORM=offscreen
%PY% docs\screenshots.py
exit /b %errorlevel%

:clean
for %%D in (build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis) do if exist %%D rmdir /s /q %%D
del /q /s translations\*.mo >nul 2>nul
exit /b 0

:help
echo make.cmd run          set up, and open SalonDesk on the demo shop in .demo\
echo make.cmd test         set up, and pass the tests
echo make.cmd setup        set up only
echo make.cmd check        linters, types, import contracts, translations
echo make.cmd bench        benchmarks, one JSON line each
echo make.cmd torture      the long fault runs; set COUNT=20, SEED=1, MINUTES=28, ONLY=races before it
echo make.cmd screenshots  the pictures in README.md
echo make.cmd clean        remove what was built; .venv and .demo stay
exit /b 0
