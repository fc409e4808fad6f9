"""Search over everything said: `index` writes, `question` reads what is asked, `find` answers, `marks` shows why."""
