"""Words of departments' databases: what is wrong with a connection or a table, and what to do about it."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "database_connection_unknown": (
        "没有名为“{name}”的数据库连接。请系统管理员先把连接文件放好。",
        "There is no connection named “{name}”. Have the operator lay its file down first.",
    ),
    "database_connection": (
        "连接文件“{name}”有误（{why}），请系统管理员改好。",
        "The file of the connection “{name}” is not as it should be ({why}). Have the operator mend it.",
    ),
    "database_secret_open": (
        "文件“{name}”别的账号也能读，里面有密码。请系统管理员改成只有本账号可读（0600）再用。",
        "Other accounts of the machine can read the file “{name}”, which holds a password. Have its mode set to 0600.",
    ),
    "database_selection": (
        "读取范围有一项填得不对：{field}。",
        "Something about what is to be read is not right: {field}.",
    ),
    "database_none": ("这个来源没有设置数据库。", "This source has no database."),
    "database_host": (
        "找不到这台服务器：名称没有地址。请核对连接文件里的 host 和本机的域名设置。",
        "There is no such server: its name has no address. Check the host of the connection file and the names this machine knows.",
    ),
    "database_refused": (
        "服务器在，但这个端口没有数据库应答。请问部门：数据库开着吗，端口对吗？",
        "The server is there, but no database answers at this port. Ask the department whether it is running, and at which port.",
    ),
    "database_silent": (
        "服务器没有应答，多半被防火墙挡住。请部门放行本机的地址。",
        "The server does not answer, most likely because of a firewall. Have the department let this machine's address pass.",
    ),
    "database_login": (
        "账号或密码不对。请部门核对账号，系统管理员更新密码文件。",
        "Account or password is wrong. Have the department check the account and the operator renew the password file.",
    ),
    "database_denied": (
        "数据库不让这个账号从本机连接，或不让它用这个库。请部门放行。",
        "The database does not let this account in from this machine, or not into this database. Have the department admit it.",
    ),
    "database_name": (
        "服务器上没有这个库。请核对连接文件里的 database。",
        "The server has no such database. Check the name in the connection file.",
    ),
    "database_full": (
        "数据库的连接已满，稍后会再试。",
        "All connections of the database are taken; it is tried again later.",
    ),
    "database_starting": (
        "数据库正在启动，稍后会再试。",
        "The database is starting; it is tried again later.",
    ),
    "database_tls": (
        "不能建立加密连接：对方没有开启，或版本不合。请部门开启；内部专线可在连接文件里写 tls: none。",
        "No encrypted connection can be made: the server does not offer one, or not of a kind that fits. Have it switched on; for a protected line the connection file may say tls: none.",
    ),
    "database_certificate": (
        "服务器的证书不可信：不是所信机构签发，名称不符或已过期。请向部门索取证书，放在连接文件旁，写入 ca。",
        "The server's certificate is not trusted: issued by nobody known, for another name, or out of date. Ask the department for the certificate of its issuer, lay it beside the connection file and name it as ca.",
    ),
    "database_table": (
        "没有这张表或视图（{table}），或这个账号看不到它。请核对名称，注意大小写。",
        "There is no table or view {table}, or the account does not see it. Check the name, capitals too.",
    ),
    "database_column": (
        "表里没有这些列：{columns}。可能改了名，一行也没有读。请改要读的列，或请部门改回。",
        "The table has not these columns: {columns}. They may have been renamed; no row was read. Change the columns to be read, or have them changed back.",
    ),
    "database_rights": (
        "账号没有读这张表的权限。请部门授予只读权限（SELECT）。",
        "The account may not read this table. Have the department grant it SELECT.",
    ),
    "database_slow": (
        "查询超过了时限，已中止。请部门给变更列建索引，或减少行数、放宽时限。",
        "The statement took longer than its limit and was ended. Have an index made on the change column, read fewer rows, or allow more time.",
    ),
    "database_cut": (
        "读到一半连接断了。已读入的保留，下次从断处接着读。",
        "The connection was cut in the middle. What was taken in is kept; the next reading goes on from there.",
    ),
    "database_failed": (
        "数据库报错：{detail}",
        "The database reports an error: {detail}",
    ),
    "database_change_kind": (
        "变更列的类型（{type}）不能用来排序。请选日期、时间、编号或文字的列。",
        "A change column cannot be of the type {type}. Choose one of dates, moments, numbers or text.",
    ),
    "database_many": (
        "整张表超过 {most} 行，没有读。请设变更列分批读，或请部门给一个小一些的视图。",
        "The whole table has more than {most} rows and was not read. Name a change column, or have a smaller view made.",
    ),
    "database_stuck": (
        "同一变更值（或重叠范围）的行超过 {most}，读不下去。请提高行数上限，或缩小重叠。",
        "More rows than {most} bear one change value or lie in the overlap, so no reading gets past them. Raise the limit of rows or make the overlap smaller.",
    ),
    "database_went_back": (
        "上次读到 {position}，现在这之后一行也没有：表可能被清空、恢复或换过。核对后请选“从头再读”。",
        "The last reading came to {position} and from there on nothing is left: the table may have been emptied, restored or replaced. Look into it, then read from the beginning.",
    ),
}
FIELDS: dict[str, tuple[str, str]] = {
    "table": ("表名或列名", "name of table or column"),
    "columns": ("要读的列", "columns to be read"),
    "part_rows": ("每批行数", "rows of a part"),
    "row_limit": ("每次最多行数", "rows of a reading"),
    "seconds": ("时限", "seconds of a statement"),
    "overlap": ("重叠", "overlap"),
    "complete_days": ("整表读取间隔", "days between whole readings"),
}
WHY: dict[str, tuple[str, str]] = {
    "yaml": ("读不出", "not readable"),
    "kind": ("kind 只能是 postgresql 或 mariadb", "kind is postgresql or mariadb"),
    "tls": ("tls 只能是 full、encrypted 或 none", "tls is full, encrypted or none"),
    "port": ("port 不对", "port"),
    "host": ("缺 host", "host is missing"),
    "database": ("缺 database", "database is missing"),
    "user": ("缺 user", "user is missing"),
    "password": ("缺密码", "the password is missing"),
    "file": ("文件读不到", "the file cannot be read"),
    "size": ("文件太大", "the file is too large"),
}
LISTED = {("database_selection", "field"): FIELDS, ("database_connection", "why"): WHY}
